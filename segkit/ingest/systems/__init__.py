"""Which systems' exports does Segkit know? One TOML file each; the first lines of shopify_orders.toml explain every key."""
