"""The admins' pages of the product: how the team fares, and what it may do."""
