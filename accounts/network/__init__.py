"""The network around us: who calls, where people reach us, how we get out."""
