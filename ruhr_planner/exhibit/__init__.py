"""What people see: styles, print layouts, tables and the region report."""
