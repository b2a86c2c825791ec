"""JSON Web Tokens that carry credentials and presentations (W3C VC-JOSE-COSE, Open Badges 3.0)."""
