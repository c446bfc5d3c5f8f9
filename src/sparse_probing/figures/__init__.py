"""One module a figure: `data` gives the numbers that are drawn, `draw` draws them."""
