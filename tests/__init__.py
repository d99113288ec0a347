"""Proof, in the same rooms as the code, with journeys through the whole house beside them."""
