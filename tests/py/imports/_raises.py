print("body of _raises runs")
before = 1
raise ValueError("while importing")
