"""What an issued certificate says and how it is numbered: identifier (GB/T 36904), face, comparison with the paper."""
