// Sends the traces of Guichet to whoever receives OTLP (docs/monitoring.md). It lies in a folder of its own, with its packages.
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'

// Where to, and how many: OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG.
const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'guichet' }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
})
provider.register()
// What waits leaves before the process does: it still serves for a moment after these.
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => provider.forceFlush().catch(() => {}))
