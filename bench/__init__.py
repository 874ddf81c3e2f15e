"""How long builds take: Kawat's press beside Hugo and stock Pelican, on one invented corpus.

Contenders build in a workshop, in rounds; the report compares what was measured. `profiles` looks into the press.
"""
