"""What an export holds, how it is checked, and the tree that a day's chains make. Pure: a checker needs only this."""
