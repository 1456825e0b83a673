"""Arithmetic of plans: working days, lags, circles, outlook, slips, and plans made backwards."""
