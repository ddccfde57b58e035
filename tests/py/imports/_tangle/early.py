import _tangle.late
