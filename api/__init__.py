"""The HTTP API: routes, keys, limits, pages and the widget."""
