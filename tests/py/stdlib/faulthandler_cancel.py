# What pytest does whenever a test fails: nothing is pending, and that is no error.
import faulthandler

print(faulthandler.cancel_dump_traceback_later())
print(faulthandler.is_enabled())
