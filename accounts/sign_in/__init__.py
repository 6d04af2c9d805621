"""Proof of who somebody is: sessions and second factors."""
