"""Is the last recommend score the last one, and of the recommend question?"""

from tests.support import features, project_of, said


def last_score(*answers):
    with project_of(surveys=answers) as project:
        return features(project)["Ada"]["last_nps_score"]


def test_only_the_recommend_question_gives_a_recommend_score():
    assert last_score(said("Ada", 3, 20), said("Ada", 9, 5, scale=None), said("Ada", 8, 1, scale="")) == 3
    assert last_score(said("Ada", 9, scale=None)) is None


def test_of_two_answers_on_a_day_the_one_further_down_counts():
    assert last_score(said("Ada", 10, 5), said("Ada", 2, 5)) == 2
    assert last_score(said("Ada", 2, 5), said("Ada", 10, 5)) == 10


def test_a_newer_day_counts_wherever_it_stands():
    assert last_score(said("Ada", 4, 1), said("Ada", 10, 5)) == 4
