/**
 * The SDK speaks of its future versions on stderr when its first client is made; the lock file pins the ones in use. A
 * function, because a bundle does not keep the order of modules that are imported for their effect.
 */
export const quietSdk = (): void => {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
}
