"""Provider keys: the one door to a plaintext key (`key_vault`), sealing, sharing, refusals; providers."""
