"""From the output to a host: what changed, in an order in which no link dangles."""
