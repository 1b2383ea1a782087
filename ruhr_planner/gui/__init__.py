"""What people see and press: the dock, the options page, the tasks behind them."""
