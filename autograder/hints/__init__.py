"""Why a result is wrong: a module for each kind of slip; `order` has the list in which they are tried."""
