"""Well-known ports by the names people give the services behind them.

The port numbers are those of IANA's Service Name and Transport Protocol Port Number Registry
(https://www.iana.org/assignments/service-names-port-numbers), except where it has none for the product: there the
product's own documented default stands (MongoDB, Kafka, Redis, Elasticsearch, Cassandra's client port, Prometheus,
Grafana, the Kubernetes API, which IANA lists under other names or not at all).
"""

from collections.abc import Mapping

PortRange = tuple[int, int, str]
"""First port, last port, protocol."""

NAMED_PORTS: Mapping[str, tuple[PortRange, ...]] = {
    "ftp": ((20, 21, "tcp"),),
    "ssh": ((22, 22, "tcp"),),
    "sftp": ((22, 22, "tcp"),),
    "telnet": ((23, 23, "tcp"),),
    "smtp": ((25, 25, "tcp"), (587, 587, "tcp")),
    "dns": ((53, 53, "udp"), (53, 53, "tcp")),
    "http": ((80, 80, "tcp"),),
    "kerberos": ((88, 88, "tcp"), (88, 88, "udp")),
    "pop3": ((110, 110, "tcp"),),
    "ntp": ((123, 123, "udp"),),
    "imap": ((143, 143, "tcp"),),
    "snmp": ((161, 161, "udp"),),
    "ldap": ((389, 389, "tcp"),),
    "https": ((443, 443, "tcp"),),
    "tls": ((443, 443, "tcp"),),
    "smb": ((445, 445, "tcp"),),
    "syslog": ((514, 514, "udp"),),
    "ldaps": ((636, 636, "tcp"),),
    "imaps": ((993, 993, "tcp"),),
    "openvpn": ((1194, 1194, "udp"),),
    "sql server": ((1433, 1433, "tcp"),),
    "mssql": ((1433, 1433, "tcp"),),
    "oracle": ((1521, 1521, "tcp"),),
    "mqtt": ((1883, 1883, "tcp"),),
    "nfs": ((2049, 2049, "tcp"),),
    "zookeeper": ((2181, 2181, "tcp"),),
    "mysql": ((3306, 3306, "tcp"),),
    "mariadb": ((3306, 3306, "tcp"),),
    "aurora": ((3306, 3306, "tcp"),),
    "rdp": ((3389, 3389, "tcp"),),
    "remote desktop": ((3389, 3389, "tcp"),),
    "escritorio remoto": ((3389, 3389, "tcp"),),
    "postgresql": ((5432, 5432, "tcp"),),
    "postgres": ((5432, 5432, "tcp"),),
    "redshift": ((5439, 5439, "tcp"),),
    "amqp": ((5672, 5672, "tcp"),),
    "rabbitmq": ((5672, 5672, "tcp"),),
    "winrm": ((5985, 5986, "tcp"),),
    "vnc": ((5900, 5900, "tcp"),),
    "redis": ((6379, 6379, "tcp"),),
    "kubernetes api": ((6443, 6443, "tcp"),),
    "mqtts": ((8883, 8883, "tcp"),),
    "cassandra": ((9042, 9042, "tcp"),),
    "prometheus": ((9090, 9090, "tcp"),),
    "kafka": ((9092, 9092, "tcp"),),
    "elasticsearch": ((9200, 9200, "tcp"),),
    "opensearch": ((9200, 9200, "tcp"),),
    "memcached": ((11211, 11211, "tcp"),),
    "mongodb": ((27017, 27017, "tcp"),),
    "icmp": ((-1, -1, "icmp"),),
    "icmpv6": ((-1, -1, "icmpv6"),),
    "ping": ((-1, -1, "icmp"),),
}
"""Lower case; ``-1`` stands for every ICMP type, as in the EC2 API."""

TITLES: Mapping[tuple[int, str], str] = {
    (22, "tcp"): "SSH",
    (25, "tcp"): "SMTP",
    (53, "tcp"): "DNS",
    (53, "udp"): "DNS",
    (80, "tcp"): "HTTP",
    (123, "udp"): "NTP",
    (443, "tcp"): "HTTPS",
    (1433, "tcp"): "SQL Server",
    (1521, "tcp"): "Oracle",
    (2049, "tcp"): "NFS",
    (3306, "tcp"): "MySQL",
    (3389, "tcp"): "RDP",
    (5432, "tcp"): "PostgreSQL",
    (6379, "tcp"): "Redis",
    (9092, "tcp"): "Kafka",
    (27017, "tcp"): "MongoDB",
}
"""How a rule's description calls a port."""


def title_of(first: int, last: int, protocol: str) -> str:
    """``HTTPS``, ``Port 8080``, ``Ports 8000 to 8100 (udp)``, ``ICMP``, ``All traffic``."""
    if protocol == "-1":
        return "All traffic"
    if protocol.startswith("icmp"):
        return "ICMPv6" if protocol == "icmpv6" else "ICMP"
    if first == last and (first, protocol) in TITLES:
        return TITLES[first, protocol]
    suffix = "" if protocol == "tcp" else f" ({protocol})"
    return f"Port {first}{suffix}" if first == last else f"Ports {first} to {last}{suffix}"
