// SPDX-License-Identifier: Apache-2.0
// The build of MapLibre GL that needs no eval and no blob worker has the types of the usual one.
declare module 'maplibre-gl/dist/maplibre-gl-csp' {
  export * from 'maplibre-gl';
}
