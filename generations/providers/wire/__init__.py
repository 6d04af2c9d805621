"""One call over the network: clients, proxies, guards, downloads. Knows no dialect."""
