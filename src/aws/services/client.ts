import { BackupClient, type BackupClientConfig } from '@aws-sdk/client-backup'
import { partition } from '@aws-sdk/core/client'
import { Command } from '@smithy/core/client'
import { getEndpointPlugin } from '@smithy/core/endpoints'
import { TypeRegistry } from '@smithy/core/schema'
import type { MetadataBearer, StaticErrorSchema, StaticOperationSchema } from '@smithy/types'

type Told = {
  readonly protocol: NonNullable<BackupClientConfig['protocol']>
  /** The SDK's id of the service, from which AWS_ENDPOINT_URL_<SERVICE> is made. */
  readonly serviceId: string
  /** The first word of its endpoint, and the service in the signature. */
  readonly name: string
  readonly namespace: string
  /** What stands before the operation in X-Amz-Target; only the JSON protocols have it. */
  readonly target?: string
  /** Those that the embedded AWS and the SDK must tell apart; any other keeps its name, too. */
  readonly errors: readonly StaticErrorSchema[]
}

/**
 * A client of the SDK for a service of which the registry has no usable package: the client of AWS Backup, told of
 * another service. Credentials, retries, endpoints and errors are the SDK's own.
 */
export const clientOf = ({ serviceId, name, namespace, protocol, target, errors }: Told) => {
  const registry = TypeRegistry.for(namespace)
  for (const error of errors)
    registry.registerError(
      error,
      class extends Error {
        override name = error[2]
      },
    )
  return class extends BackupClient {
    constructor(settings: BackupClientConfig) {
      super({
        ...settings,
        serviceId,
        protocol,
        protocolSettings: {
          defaultNamespace: namespace,
          errorTypeRegistries: [registry],
          ...(target ? { serviceTarget: target } : {}),
        },
        endpointProvider: ({ Endpoint, Region = '' }) => ({
          url: new URL(Endpoint ?? `https://${name}.${Region}.${partition(Region).dnsSuffix}`),
        }),
        httpAuthSchemeProvider: ({ region }) => [
          {
            schemeId: 'aws.auth#sigv4',
            signingProperties: { name, region },
            propertiesExtractor: (config, context) => ({ signingProperties: { config, context } }),
          },
        ],
      })
      Object.assign(this.config, { defaultSigningName: name })
    }
  }
}

const endpoint = {
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
} as const

/** The SDK's command for an operation that is told as the SDK's packages tell theirs. */
export const commandOf = <Input extends object, Output extends object>(operation: StaticOperationSchema) =>
  Command.classBuilder<Input, Output & MetadataBearer, BackupClient['config'], object, MetadataBearer>()
    .ep(endpoint)
    .m((Made, _stack, config) => [getEndpointPlugin(config, Made.getEndpointParameterInstructions())])
    .s('', operation[2])
    .n('', `${operation[2]}Command`)
    .sc(operation)
    .build()
