// The SDK speaks of its future versions when its first client is made; the lock file pins the ones in use.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
