"""From data to PDF bytes: templates, fonts, QR codes. The same data always gives the same bytes."""
