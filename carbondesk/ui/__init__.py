"""The desktop: window, pages, widgets and charts on Qt. Nothing below this package knows Qt."""
