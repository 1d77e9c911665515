// The version, put here by the build.

export const version = "0.0.0";
