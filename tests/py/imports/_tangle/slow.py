import time
steps = []
for i in range(5):
    steps.append(i)
    time.sleep(0.01)
done = True
