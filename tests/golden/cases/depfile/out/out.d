out.stamp: {WORK}/src {WORK}/src/a\ b {WORK}/f.py {WORK}/src/$$x\#.py {WORK}/src/a\ b/m.py
