# Stops in a helper that compiled code has called, then steps out of it: no breakpoint fits into the arena, which nobody can write to.
set style enabled off
set width 0
break help_CallNative2
run
backtrace
disable 1
up
set $return = $pc
down
while $pc != $return
  stepi
end
echo RETURNED\n
backtrace
stepi
stepi
stepi
stepi
stepi
stepi
echo LATER\n
backtrace
continue
