"""What models accept and cost: shipped facts (`<slug>.toml`), live lists, rules, prices."""
