"""The Open Badges 3.0 API: wallets and backpacks read an educator's badges, and add to them."""
