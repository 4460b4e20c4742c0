/** Version of jax-js that is timed, from its package.json. */
declare const __JAX_VERSION__: string;
