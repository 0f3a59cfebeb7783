"""The small providers that touch no cloud: random, null, tls, archive, local, time, http."""
