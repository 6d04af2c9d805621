"""The supervisor's parts. No Django here: it must stay small, and outlive what it supervises."""
