-- The same features as an analyst would write them by hand: one row per customer, as of $as_of.
create table features as
with sales as (
    select customer_id, ordered_at::date as day, items, total, discount from orders where status <> 'cancelled' and ordered_at::date <= $as_of
),
sums as (
    select customer_id,
        count(*) as order_count,
        sum(total) as total_spend,
        max(total) as largest_order_value,
        round(sum(total) / count(*), 2) as mean_order_value,
        min(day) as first_ordered_on,
        max(day) as last_ordered_on,
        count(distinct day) as order_days,
        count(distinct date_trunc('month', day)) as active_months,
        count(*) filter (day > $as_of - 30) as orders_last_30_days,
        count(*) filter (day > $as_of - 90) as orders_last_90_days,
        count(*) filter (day > $as_of - 365) as orders_last_365_days,
        count(*) filter (day > $as_of - 730 and day <= $as_of - 365) as orders_year_before,
        coalesce(sum(total) filter (day > $as_of - 90), 0) as spend_last_90_days,
        coalesce(sum(total) filter (day > $as_of - 365), 0) as spend_last_365_days,
        coalesce(sum(total) filter (day > $as_of - 730 and day <= $as_of - 365), 0) as spend_year_before,
        count(*) filter (discount > 0) as discounted_orders,
        round(count(*) filter (discount > 0) / count(*), 4) as discounted_share,
        sum(discount) as discount_total,
        count(*) filter (isodow(day) >= 6) as weekend_orders,
        round(count(*) filter (isodow(day) >= 6) / count(*), 4) as weekend_share,
        sum(items) as units_in_orders,
        round(sum(items) / count(*), 2) as mean_units_per_order
    from sales group by customer_id
),
gaps as (
    select customer_id,
        min(case when number = 2 then gap end) as days_to_second_order,
        max(gap) as longest_gap_days,
        max_by(gap, day) as last_gap_days
    from (
        select customer_id, day, day - lag(day) over by_day as gap, row_number() over by_day as number
        from (select distinct customer_id, day from sales) window by_day as (partition by customer_id order by day)
    ) group by customer_id
),
buyers as (
    select *,
        $as_of - first_ordered_on as days_since_first_order,
        $as_of - last_ordered_on as days_since_last_order,
        last_ordered_on - first_ordered_on as repeat_span_days,
        round((last_ordered_on - first_ordered_on) / nullif(order_days - 1, 0), 1) as usual_gap_days
    from sums join gaps using (customer_id)
),
ranked as (
    select *,
        round(days_since_last_order / nullif(usual_gap_days, 0), 2) as gaps_since_last_order,
        (rank() over (order by days_since_last_order) - 1) / count(*) over () as recency_rank,
        cume_dist() over (order by order_count desc) as order_rank,
        cume_dist() over (order by total_spend desc) as spend_rank,
        cume_dist() over (order by units_in_orders desc) as unit_rank,
        total_spend::double / sum(total_spend) over () as spend_share
    from buyers
)
select customer_id, ranked.* exclude (customer_id)
from (select distinct customer_id from orders where ordered_at::date <= $as_of) as people left join ranked using (customer_id)
