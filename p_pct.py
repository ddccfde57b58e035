pct()
