# The formats that have a short way, beside those that look like them and have not: each value with each spec.
VALUES = [0, 1, -1, 7, -42, 255, -256, 999, 1000, -1000, 123456, 1234567, -9876543210, (1 << 61) - 1, -(1 << 62), 1 << 62, 1 << 70, True,
          0.0, -0.0, 0.5, 1.5, 2.5, -2.5, 0.125, 1 / 3, -1e-9, 123456.789, 999999.9999999, 99999999999999.5, 1e15, 1e22, -1e300,
          float("inf"), float("nan"), 0.045, 1.005, 2.675]
SPECS = ["", "d", "x", "X", "5", "5d", "<5", "<5d", ">12", "^9", "^10d", "05", "08d", "08x", "04x", "+d", " d", ",", ",d", "12,", "<14,", "015,",
         "x", "<8x", ",x", ".0f", ".1f", ".2f", ".3f", ".10f", ".20f", "f", "8f", "8.2f", "<10.2f", "^12.1f", "010.3f", "+.2f", ".2", ".2e", ".2%",
         "12,.2f", ",.1f", "*>8", "<05", "=8", "40.2f", "41d", "200d", "1", "0", "00", "0d", "c", "s", "n", "_", "5.d", ".f", "z.1f", "#x"]


def show(value, spec):
    try:
        return f"{value:{spec}}"
    except (ValueError, OverflowError) as e:
        return type(e).__name__ + str(e)


for spec in SPECS:
    print(spec, [show(v, spec) for v in VALUES])
for i in range(600):
    last = f"{i:5d}|{i / 7:.2f}|{i:04x}|{-i:<6}|{i * 1000:,}|{i - 300:06d}|{i / -3:9.3f}"
print(last)
