// SPDX-License-Identifier: Apache-2.0
// Faults as the operator's devices report them: VES 7.2.1, section 4.1 (commonEventHeader, fault).

let sequence = 0;

/// One event. `severity` NORMAL clears.
export function fault({
  source,
  condition = 'linkDown',
  severity = 'MINOR',
  id = `e2e-${++sequence}`,
  at_us = 1_579_744_800_000_000 + sequence,
  problem = condition,
}) {
  return {
    commonEventHeader: {
      version: '4.1',
      vesEventListenerVersion: '7.2.1',
      domain: 'fault',
      eventName: `Fault_E2E_${condition}`,
      eventId: id,
      sequence: 0,
      priority: 'Normal',
      reportingEntityName: 'e2e',
      sourceName: source,
      startEpochMicrosec: at_us,
      lastEpochMicrosec: at_us,
    },
    faultFields: {
      faultFieldsVersion: '4.0',
      alarmCondition: condition,
      eventSourceType: 'other',
      specificProblem: problem,
      eventSeverity: severity,
      vfStatus: 'Active',
    },
  };
}

export const one_path = '/eventListener/v7';
export const batch_path = '/eventListener/v7/eventBatch';

export async function report(server, event, options = {}) {
  return server.post(one_path, { event }, { status: 202, ...options });
}

export async function report_all(server, events, options = {}) {
  return server.post(batch_path, { eventList: events }, { status: 202, ...options });
}
