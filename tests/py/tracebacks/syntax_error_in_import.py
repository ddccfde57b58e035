# stderr: a SyntaxError in an imported module, uncaught
import _broken
