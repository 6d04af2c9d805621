"""What admins may do beyond others: models on offer, other people's jobs, members, private pictures."""
