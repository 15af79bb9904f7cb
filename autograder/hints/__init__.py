"""Why a result is wrong: small functions that each know one kind of slip."""
