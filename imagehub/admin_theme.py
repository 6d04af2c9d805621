"""The colours of the administration: ink, as in the product; from light to dark."""

COLOURS = {
    "primary": {
        str(step): f"oklch({light}% 0 0)"
        for step, light in zip(
            (50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 950),
            (98, 95, 90, 82, 70, 50, 30, 24, 20, 17, 14),
            strict=True,
        )
    }
}
