"""What an operator needs to know about a kind of resource, by provider type."""

from collections.abc import Collection, Mapping

ADVICE: Mapping[str, Mapping[str, str]] = {
    "aws_db_instance": {
        "en": "**Database.** Restore to a point in time with `aws rds restore-db-instance-to-point-in-time`, then point the "
        "application at the new endpoint and import it. Deletion protection must be switched off by a change of its own "
        "before the database can be destroyed; a final snapshot is taken.",
        "es": "**Base de datos.** Restaure a un momento dado con `aws rds restore-db-instance-to-point-in-time`, apunte la "
        "aplicación al nuevo punto de conexión e impórtelo. La protección contra borrado se quita con un cambio aparte "
        "antes de destruir la base de datos; se toma una instantánea final.",
    },
    "aws_rds_cluster": {
        "en": "**Aurora cluster.** Fail over with `aws rds failover-db-cluster`; restore with "
        "`aws rds restore-db-cluster-to-point-in-time` into a new cluster.",
        "es": "**Clúster Aurora.** Conmute con `aws rds failover-db-cluster`; restaure con "
        "`aws rds restore-db-cluster-to-point-in-time` en un clúster nuevo.",
    },
    "aws_sqs_queue": {
        "en": "**Queue.** Messages that failed too often wait in the dead-letter queue. Mend the cause, then return them "
        "with `aws sqs start-message-move-task`.",
        "es": "**Cola.** Los mensajes que fallan demasiadas veces esperan en la cola de mensajes fallidos. Corrija la causa y "
        "devuélvalos con `aws sqs start-message-move-task`.",
    },
    "aws_lambda_function": {
        "en": "**Function.** Logs: `aws logs tail /aws/lambda/<name> --follow`. The code stands in `src/`; a plan shows when "
        "it changed. Roll back by reverting the commit and applying.",
        "es": "**Función.** Registros: `aws logs tail /aws/lambda/<nombre> --follow`. El código está en `src/`; el plan muestra "
        "cuándo cambió. Para volver atrás, revierta el commit y aplique.",
    },
    "aws_ecs_service": {
        "en": "**Containers.** A deployment that does not get healthy is rolled back by the circuit breaker. Look at "
        "`aws ecs describe-services` for events; force a new deployment with `aws ecs update-service --force-new-deployment`.",
        "es": "**Contenedores.** El cortacircuitos deshace un despliegue que no llega a estar sano. Vea los eventos con "
        "`aws ecs describe-services`; fuerce uno nuevo con `aws ecs update-service --force-new-deployment`.",
    },
    "aws_eks_cluster": {
        "en": "**Cluster.** `aws eks update-kubeconfig --name <name>` gives access to those with an access entry. Upgrade the "
        "control plane first, one minor version at a time, then add-ons, then node groups.",
        "es": "**Clúster.** `aws eks update-kubeconfig --name <nombre>` da acceso a quien tenga una entrada de acceso. Actualice "
        "primero el plano de control, una versión menor cada vez, luego los complementos y después los nodos.",
    },
    "aws_s3_bucket": {
        "en": "**Bucket.** Versions are kept: bring an object back by deleting its delete marker. A bucket must be empty before "
        "it can be destroyed.",
        "es": "**Bucket.** Se guardan versiones: recupere un objeto borrando su marcador de borrado. Un bucket debe estar vacío "
        "para poder destruirlo.",
    },
    "aws_dynamodb_table": {
        "en": "**Table.** Point-in-time recovery restores into a new table: "
        "`aws dynamodb restore-table-to-point-in-time`.",
        "es": "**Tabla.** La recuperación a un momento dado restaura en una tabla nueva: "
        "`aws dynamodb restore-table-to-point-in-time`.",
    },
    "aws_cloudfront_distribution": {
        "en": "**CDN.** After publishing, invalidate what must change at once: `aws cloudfront create-invalidation`.",
        "es": "**CDN.** Tras publicar, invalide lo que deba cambiar enseguida: `aws cloudfront create-invalidation`.",
    },
    "aws_acm_certificate": {
        "en": "**Certificate.** It renews by itself while its validation records stay in DNS.",
        "es": "**Certificado.** Se renueva solo mientras sus registros de validación sigan en el DNS.",
    },
    "aws_kms_key": {
        "en": "**Key.** It rotates every year. A key scheduled for deletion can be kept within the waiting period with "
        "`aws kms cancel-key-deletion`.",
        "es": "**Clave.** Rota cada año. Una clave programada para borrarse puede conservarse durante el plazo de espera con "
        "`aws kms cancel-key-deletion`.",
    },
    "aws_elasticache_replication_group": {
        "en": "**Cache.** It may be lost at any time; the application must work, slower, without it. Fail over with "
        "`aws elasticache test-failover`.",
        "es": "**Caché.** Puede perderse en cualquier momento; la aplicación debe funcionar, más lenta, sin ella. Conmute con "
        "`aws elasticache test-failover`.",
    },
}


def advice_for(types: Collection[str], language: str) -> list[str]:
    """The advice for the types there are, in the table's order."""
    return [texts[language] for kind, texts in ADVICE.items() if kind in types]
