// biome-ignore-all format: written by scripts/generate/frameworks.ts from the mapping files beside this one
import type { Framework } from './framework.ts';

export const frameworks: readonly Framework[] = [
  {
    "id": "gdpr",
    "name": "GDPR",
    "edition": "Regulation (EU) 2016/679",
    "note": "Removing somebody's access is not the erasure of personal data; the two are different duties.",
    "requirements": [
      {
        "id": "Art. 5(1)(f)",
        "also": [],
        "summary": "Personal data are protected against access that is not allowed",
        "procedures": [
          "policy.access-matches",
          "exceptions.expired-removed",
          "accounts.people-sound",
          "files.permissions-limited",
          "databases.tables-limited"
        ]
      },
      {
        "id": "Art. 5(2)",
        "also": [],
        "summary": "The controller can show that it complies",
        "procedures": [
          "policy.coverage-ties",
          "trail.chain-intact"
        ]
      },
      {
        "id": "Art. 25",
        "also": [],
        "summary": "By default only those who need personal data get at them",
        "procedures": [
          "policy.expected-access",
          "policy.access-matches",
          "exceptions.time-limited"
        ]
      },
      {
        "id": "Art. 28",
        "also": [],
        "summary": "Processors work under a contract with the required content",
        "procedures": [
          "vendors.contracts-sound"
        ]
      },
      {
        "id": "Art. 30",
        "also": [],
        "summary": "Processing is recorded",
        "procedures": [
          "policy.well-formed"
        ]
      },
      {
        "id": "Art. 32",
        "also": [],
        "summary": "Security fits the risk, and its working is tested regularly",
        "procedures": [
          "policy.access-matches",
          "accounts.people-sound",
          "admins.access-sound",
          "changes.leavers-revoked",
          "logs.activity-usual",
          "logs.downloads-limited",
          "schedule.audits-performed",
          "reviews.items-decided",
          "reviews.items-complete"
        ]
      }
    ]
  },
  {
    "id": "hipaa",
    "name": "HIPAA Security Rule",
    "edition": "45 CFR part 164 subpart C",
    "requirements": [
      {
        "id": "164.308(a)(1)(ii)(D)",
        "also": [],
        "summary": "Records of system activity are reviewed regularly",
        "procedures": [
          "logs.failed-attempts-limited",
          "logs.within-hours",
          "logs.activity-usual",
          "logs.downloads-limited",
          "logs.location-usual"
        ]
      },
      {
        "id": "164.308(a)(3)(ii)(C)",
        "also": [],
        "summary": "Access ends when employment ends",
        "procedures": [
          "changes.leavers-revoked",
          "accounts.have-owners",
          "changes.leavers-inactive"
        ]
      },
      {
        "id": "164.308(a)(4)(ii)(B)",
        "also": [],
        "summary": "Access is authorised",
        "procedures": [
          "exceptions.approved-independently",
          "exceptions.approver-in-charge",
          "policy.expected-access",
          "requests.approved-first",
          "requests.grants-asked-for",
          "changes.joiners-complete"
        ]
      },
      {
        "id": "164.308(a)(4)(ii)(C)",
        "also": [],
        "summary": "Rights of access are set up, reviewed and changed",
        "procedures": [
          "policy.access-matches",
          "exceptions.expired-removed",
          "exceptions.revoked-removed",
          "reviews.items-decided",
          "reviews.revocations-effective",
          "exceptions.reviewed-quarterly",
          "reviews.items-complete",
          "reviews.answers-followed",
          "changes.movers-complete"
        ]
      },
      {
        "id": "164.308(a)(5)(ii)(C)",
        "also": [],
        "summary": "Attempts to log in are watched",
        "procedures": [
          "logs.failed-attempts-limited"
        ]
      },
      {
        "id": "164.308(a)(8)",
        "also": [],
        "summary": "Safeguards are evaluated periodically",
        "procedures": [
          "schedule.audits-performed",
          "drift.checked-daily",
          "drift.client-log-agrees",
          "drift.exposure-limited",
          "remediation.closures-proven"
        ]
      },
      {
        "id": "164.308(b)(1)",
        "also": [],
        "summary": "Business associates give assurances in writing",
        "procedures": [
          "vendors.contracts-sound",
          "vendors.use-covered"
        ]
      },
      {
        "id": "164.312(a)(1)",
        "also": [],
        "summary": "Systems let in only those who were given access",
        "procedures": [
          "policy.access-matches",
          "accounts.people-sound",
          "databases.roles-limited",
          "files.permissions-limited"
        ]
      },
      {
        "id": "164.312(b)",
        "also": [],
        "summary": "Activity in systems with health data is recorded and examined",
        "procedures": [
          "trail.chain-intact",
          "trail.retention-locked",
          "trail.changes-logged",
          "trail.cloudtrail-intact",
          "trail.grants-logged"
        ]
      },
      {
        "id": "164.312(d)",
        "also": [],
        "summary": "Whoever asks for access is who they claim to be",
        "procedures": [
          "accounts.people-sound",
          "admins.access-sound",
          "accounts.credentials-current",
          "accounts.names-personal"
        ]
      }
    ]
  },
  {
    "id": "iso27001",
    "name": "ISO/IEC 27001",
    "edition": "2022, with the numbers of 2013 beside",
    "note": "Certificates to the edition of 2013 lapsed on 31 October 2025.",
    "requirements": [
      {
        "id": "A.5.3",
        "also": [
          "A.6.1.2 (2013)"
        ],
        "summary": "Conflicting duties are kept apart",
        "procedures": [
          "sod.roles-separate",
          "sod.acceptances-current",
          "sod.resources-separate",
          "sod.actions-approved"
        ]
      },
      {
        "id": "A.5.15",
        "also": [
          "A.9.1.1 (2013)",
          "A.9.1.2 (2013)"
        ],
        "summary": "Rules of access are set and put into practice",
        "procedures": [
          "policy.expected-access",
          "policy.access-matches",
          "access.groups-sound",
          "policy.well-formed",
          "policy.coverage-ties"
        ]
      },
      {
        "id": "A.5.16",
        "also": [
          "A.9.2.1 (2013)"
        ],
        "summary": "Identities are managed through their whole life",
        "procedures": [
          "accounts.have-owners",
          "accounts.services-sound",
          "accounts.identities-distinct",
          "accounts.names-personal"
        ]
      },
      {
        "id": "A.5.18",
        "also": [
          "A.9.2.2 (2013)",
          "A.9.2.5 (2013)",
          "A.9.2.6 (2013)"
        ],
        "summary": "Rights are given, reviewed, changed and removed by rule",
        "procedures": [
          "policy.access-matches",
          "changes.leavers-revoked",
          "exceptions.expired-removed",
          "exceptions.revoked-removed",
          "exceptions.approved-independently",
          "exceptions.time-limited",
          "exceptions.justified",
          "exceptions.grant-matches",
          "exceptions.approver-in-charge",
          "exceptions.extensions-approved",
          "exceptions.reviewed-quarterly",
          "reviews.items-decided",
          "reviews.reviewers-independent",
          "reviews.decided-in-time",
          "reviews.revocations-effective",
          "changes.leavers-inactive",
          "reviews.items-complete",
          "reviews.answers-followed",
          "reviews.reviewers-attentive",
          "reviews.reminders-sent",
          "requests.approved-first",
          "requests.grants-asked-for",
          "access.peers-alike",
          "changes.joiners-complete",
          "changes.movers-complete"
        ]
      },
      {
        "id": "A.5.19",
        "also": [
          "A.15.1.1 (2013)"
        ],
        "summary": "Risks that come with suppliers are managed",
        "procedures": [
          "vendors.contracts-sound",
          "vendors.use-covered"
        ]
      },
      {
        "id": "A.5.28",
        "also": [
          "A.16.1.7 (2013)"
        ],
        "summary": "Evidence is collected and kept so that it can be relied on",
        "procedures": [
          "trail.chain-intact",
          "trail.retention-locked"
        ]
      },
      {
        "id": "A.5.36",
        "also": [
          "A.18.2.2 (2013)",
          "A.18.2.3 (2013)"
        ],
        "summary": "Compliance with the company's own rules is reviewed",
        "procedures": [
          "policy.access-matches",
          "drift.checked-daily",
          "drift.client-log-agrees",
          "drift.exposure-limited",
          "schedule.audits-performed",
          "remediation.closures-proven"
        ]
      },
      {
        "id": "A.8.2",
        "also": [
          "A.9.2.3 (2013)"
        ],
        "summary": "Privileged rights are limited and managed",
        "procedures": [
          "admins.access-sound",
          "accounts.people-sound",
          "databases.roles-limited",
          "roles.escalations-justified",
          "admins.system-rights-limited",
          "admins.guests-unprivileged",
          "admins.rights-activated",
          "admins.emergency-explained",
          "admins.actions-reviewed"
        ]
      },
      {
        "id": "A.8.3",
        "also": [
          "A.9.4.1 (2013)"
        ],
        "summary": "Access to information follows the rules of access",
        "procedures": [
          "databases.tables-limited",
          "files.permissions-limited"
        ]
      },
      {
        "id": "A.8.5",
        "also": [
          "A.9.4.2 (2013)"
        ],
        "summary": "Authentication is secure",
        "procedures": [
          "accounts.people-sound",
          "logs.failed-attempts-limited",
          "accounts.credentials-current"
        ]
      },
      {
        "id": "A.8.15",
        "also": [
          "A.12.4.1 (2013)",
          "A.12.4.2 (2013)"
        ],
        "summary": "Activity is logged, and logs are protected",
        "procedures": [
          "trail.chain-intact",
          "trail.retention-locked",
          "retention.objects-locked",
          "trail.changes-logged",
          "trail.cloudtrail-intact",
          "trail.events-effective",
          "trail.grants-logged",
          "trail.logs-continuous",
          "trail.writers-limited"
        ]
      },
      {
        "id": "A.8.16",
        "also": [
          "A.12.4.1 (2013)"
        ],
        "summary": "Networks and systems are watched for unusual behaviour",
        "procedures": [
          "logs.activity-usual",
          "logs.within-hours",
          "logs.downloads-limited",
          "logs.failed-attempts-limited",
          "logs.location-usual",
          "access.transient-explained"
        ]
      }
    ]
  },
  {
    "id": "nist-800-53",
    "name": "NIST SP 800-53",
    "edition": "Revision 5",
    "requirements": [
      {
        "id": "AC-2",
        "also": [],
        "summary": "Accounts are managed from creation to removal, and reviewed",
        "procedures": [
          "policy.access-matches",
          "access.groups-sound",
          "accounts.have-owners",
          "accounts.services-sound",
          "changes.leavers-revoked",
          "exceptions.expired-removed",
          "reviews.items-decided",
          "exceptions.reviewed-quarterly",
          "requests.approved-first",
          "requests.grants-asked-for",
          "accounts.identities-distinct",
          "changes.joiners-complete",
          "changes.movers-complete",
          "accounts.names-personal"
        ]
      },
      {
        "id": "AC-2(3)",
        "also": [],
        "summary": "Accounts that have expired, belong to nobody or are not used are disabled",
        "procedures": [
          "accounts.people-sound",
          "accounts.have-owners",
          "remediation.dormant-disabled"
        ]
      },
      {
        "id": "AC-2(12)",
        "also": [],
        "summary": "Use of accounts is watched for what is not typical",
        "procedures": [
          "logs.activity-usual",
          "logs.within-hours",
          "logs.location-usual",
          "access.transient-explained"
        ]
      },
      {
        "id": "AC-3",
        "also": [],
        "summary": "Approved authorisations are enforced",
        "procedures": [
          "policy.expected-access",
          "policy.coverage-ties",
          "databases.tables-limited",
          "files.permissions-limited"
        ]
      },
      {
        "id": "AC-5",
        "also": [],
        "summary": "Duties are separated",
        "procedures": [
          "sod.roles-separate",
          "sod.acceptances-current",
          "sod.resources-separate",
          "sod.actions-approved"
        ]
      },
      {
        "id": "AC-6",
        "also": [],
        "summary": "Least privilege",
        "procedures": [
          "policy.access-matches",
          "databases.roles-limited",
          "admins.access-sound",
          "admins.system-rights-limited",
          "admins.guests-unprivileged",
          "admins.rights-activated",
          "trail.writers-limited"
        ]
      },
      {
        "id": "AC-6(7)",
        "also": [],
        "summary": "Privileges are reviewed, and changed where they are no longer needed",
        "procedures": [
          "reviews.items-decided",
          "reviews.revocations-effective",
          "exceptions.time-limited",
          "reviews.items-complete",
          "reviews.answers-followed",
          "reviews.reviewers-attentive",
          "access.peers-alike",
          "admins.emergency-explained"
        ]
      },
      {
        "id": "AC-7",
        "also": [],
        "summary": "Unsuccessful log-ins are limited",
        "procedures": [
          "logs.failed-attempts-limited"
        ]
      },
      {
        "id": "AU-6",
        "also": [],
        "summary": "Audit records are reviewed, analysed and reported",
        "procedures": [
          "logs.failed-attempts-limited",
          "logs.activity-usual",
          "logs.downloads-limited",
          "roles.escalations-justified",
          "trail.changes-logged",
          "trail.events-effective",
          "trail.grants-logged",
          "trail.logs-continuous",
          "admins.actions-reviewed"
        ]
      },
      {
        "id": "AU-9(3)",
        "also": [],
        "summary": "Audit information is protected by cryptography",
        "procedures": [
          "trail.chain-intact",
          "trail.cloudtrail-intact"
        ]
      },
      {
        "id": "AU-10",
        "also": [],
        "summary": "Actions cannot be denied afterwards",
        "procedures": [
          "trail.chain-intact"
        ]
      },
      {
        "id": "AU-11",
        "also": [],
        "summary": "Audit records are kept for the time required",
        "procedures": [
          "trail.retention-locked",
          "retention.objects-locked"
        ]
      },
      {
        "id": "CA-7",
        "also": [],
        "summary": "Controls are monitored continuously",
        "procedures": [
          "drift.checked-daily",
          "drift.client-log-agrees",
          "drift.exposure-limited",
          "policy.access-matches",
          "remediation.closures-proven"
        ]
      },
      {
        "id": "IA-2(1)",
        "also": [],
        "summary": "Privileged accounts sign in with more than one factor",
        "procedures": [
          "accounts.people-sound",
          "admins.access-sound"
        ]
      },
      {
        "id": "IA-5",
        "also": [],
        "summary": "Credentials are managed and renewed",
        "procedures": [
          "accounts.services-sound",
          "remediation.credentials-rotated",
          "accounts.credentials-current"
        ]
      },
      {
        "id": "PS-4",
        "also": [],
        "summary": "Access ends when employment ends",
        "procedures": [
          "changes.leavers-revoked",
          "changes.leavers-inactive"
        ]
      },
      {
        "id": "SA-9",
        "also": [],
        "summary": "External services are bound by requirements and watched",
        "procedures": [
          "vendors.contracts-sound",
          "vendors.use-covered"
        ]
      }
    ]
  },
  {
    "id": "pci-dss",
    "name": "PCI DSS",
    "edition": "4.0.1",
    "note": "Accounts and access are reviewed at least every six months (7.2.4); every quarter is not required.",
    "requirements": [
      {
        "id": "6.5.3",
        "also": [],
        "summary": "Production is kept apart from other environments by access control",
        "procedures": [
          "sod.resources-separate"
        ]
      },
      {
        "id": "6.5.4",
        "also": [],
        "summary": "Roles in production and elsewhere are separate, so that only approved changes go live",
        "procedures": [
          "sod.roles-separate",
          "sod.acceptances-current",
          "sod.actions-approved"
        ]
      },
      {
        "id": "7.2.1",
        "also": [],
        "summary": "A model of access says who gets what by job",
        "procedures": [
          "policy.expected-access",
          "policy.well-formed"
        ]
      },
      {
        "id": "7.2.2",
        "also": [],
        "summary": "Access follows job and least privilege",
        "procedures": [
          "policy.access-matches",
          "policy.coverage-ties",
          "admins.system-rights-limited",
          "admins.rights-activated",
          "access.peers-alike"
        ]
      },
      {
        "id": "7.2.3",
        "also": [],
        "summary": "Privileges are approved by those authorised to",
        "procedures": [
          "exceptions.approved-independently",
          "exceptions.approver-in-charge",
          "exceptions.extensions-approved",
          "admins.guests-unprivileged",
          "requests.approved-first",
          "requests.grants-asked-for"
        ]
      },
      {
        "id": "7.2.4",
        "also": [],
        "summary": "Accounts and their access, those of vendors included, are reviewed at least every six months, and management acknowledges it",
        "procedures": [
          "reviews.items-decided",
          "reviews.reviewers-independent",
          "reviews.revocations-effective",
          "schedule.audits-performed",
          "vendors.contracts-sound",
          "reviews.items-complete",
          "reviews.answers-followed",
          "reviews.reviewers-attentive"
        ]
      },
      {
        "id": "7.2.5",
        "also": [],
        "summary": "Accounts of applications and systems have least privilege",
        "procedures": [
          "accounts.services-sound"
        ]
      },
      {
        "id": "7.2.5.1",
        "also": [],
        "summary": "Access of application and system accounts is reviewed at a pace set by risk",
        "procedures": [
          "accounts.services-sound"
        ]
      },
      {
        "id": "8.2.1",
        "also": [],
        "summary": "Each user has an identity of their own",
        "procedures": [
          "accounts.have-owners",
          "accounts.identities-distinct"
        ]
      },
      {
        "id": "8.2.2",
        "also": [],
        "summary": "Shared accounts are an exception, limited and accounted for",
        "procedures": [
          "accounts.have-owners",
          "admins.emergency-explained",
          "accounts.names-personal"
        ]
      },
      {
        "id": "8.2.5",
        "also": [],
        "summary": "Access of those who leave ends at once",
        "procedures": [
          "changes.leavers-revoked",
          "accounts.have-owners",
          "changes.leavers-inactive"
        ]
      },
      {
        "id": "8.2.6",
        "also": [],
        "summary": "Accounts not used for 90 days are removed or disabled",
        "procedures": [
          "accounts.people-sound",
          "remediation.dormant-disabled",
          "accounts.credentials-current"
        ]
      },
      {
        "id": "8.2.7",
        "also": [],
        "summary": "Remote access of third parties is on only while needed, and watched",
        "procedures": [
          "vendors.contracts-sound",
          "vendors.use-covered"
        ]
      },
      {
        "id": "8.3.4",
        "also": [],
        "summary": "Accounts are locked after too many failed attempts",
        "procedures": [
          "logs.failed-attempts-limited"
        ]
      },
      {
        "id": "8.4.1",
        "also": [],
        "summary": "Administrators sign in with more than one factor",
        "procedures": [
          "accounts.people-sound",
          "admins.access-sound"
        ]
      },
      {
        "id": "10.2.1.5",
        "also": [],
        "summary": "Changes of accounts and privileges are logged",
        "procedures": [
          "roles.escalations-justified",
          "trail.changes-logged",
          "trail.events-effective",
          "trail.grants-logged",
          "access.transient-explained"
        ]
      },
      {
        "id": "10.3.2",
        "also": [],
        "summary": "Logs are protected against change",
        "procedures": [
          "trail.chain-intact",
          "trail.cloudtrail-intact",
          "trail.writers-limited"
        ]
      },
      {
        "id": "10.4.1",
        "also": [],
        "summary": "Logs are reviewed",
        "procedures": [
          "logs.failed-attempts-limited",
          "logs.activity-usual",
          "logs.within-hours",
          "trail.logs-continuous",
          "logs.location-usual",
          "admins.actions-reviewed"
        ]
      },
      {
        "id": "10.5.1",
        "also": [],
        "summary": "Logs are kept for at least twelve months",
        "procedures": [
          "trail.retention-locked",
          "retention.objects-locked"
        ]
      }
    ]
  },
  {
    "id": "soc2",
    "name": "SOC 2",
    "edition": "Trust Services Criteria 2017, points of focus of 2022",
    "note": "Review \"every quarter\" is a custom of practice, not a text of the criteria.",
    "requirements": [
      {
        "id": "CC4.1",
        "also": [],
        "summary": "Controls are monitored, so that one knows whether they are there and work",
        "procedures": [
          "policy.access-matches",
          "access.groups-sound",
          "policy.coverage-ties",
          "drift.checked-daily",
          "drift.client-log-agrees",
          "drift.exposure-limited",
          "schedule.audits-performed",
          "remediation.closures-proven"
        ]
      },
      {
        "id": "CC5.1",
        "also": [],
        "summary": "Duties are kept apart, or the risk of combining them is mitigated",
        "procedures": [
          "sod.roles-separate",
          "sod.acceptances-current",
          "sod.resources-separate",
          "sod.actions-approved"
        ]
      },
      {
        "id": "CC6.1",
        "also": [],
        "summary": "Logical access to protected information is limited by design",
        "procedures": [
          "policy.expected-access",
          "policy.access-matches",
          "policy.well-formed",
          "accounts.people-sound",
          "accounts.services-sound",
          "admins.access-sound",
          "databases.roles-limited",
          "databases.tables-limited",
          "files.permissions-limited",
          "accounts.credentials-current",
          "trail.writers-limited",
          "accounts.names-personal"
        ]
      },
      {
        "id": "CC6.2",
        "also": [],
        "summary": "Users are registered and authorised before they get access, and removed when they need it no longer",
        "procedures": [
          "changes.leavers-revoked",
          "accounts.have-owners",
          "exceptions.approved-independently",
          "changes.leavers-inactive",
          "requests.approved-first",
          "requests.grants-asked-for",
          "accounts.identities-distinct",
          "changes.joiners-complete"
        ]
      },
      {
        "id": "CC6.3",
        "also": [],
        "summary": "Access follows roles and changes, with least privilege and separate duties",
        "procedures": [
          "policy.access-matches",
          "exceptions.expired-removed",
          "exceptions.revoked-removed",
          "exceptions.time-limited",
          "exceptions.justified",
          "exceptions.grant-matches",
          "exceptions.approver-in-charge",
          "exceptions.extensions-approved",
          "exceptions.reviewed-quarterly",
          "reviews.items-decided",
          "reviews.reviewers-independent",
          "reviews.revocations-effective",
          "reviews.decided-in-time",
          "sod.roles-separate",
          "sod.acceptances-current",
          "sod.resources-separate",
          "admins.system-rights-limited",
          "admins.rights-activated",
          "reviews.items-complete",
          "reviews.answers-followed",
          "reviews.reviewers-attentive",
          "reviews.reminders-sent",
          "access.peers-alike",
          "access.transient-explained",
          "admins.emergency-explained",
          "changes.movers-complete"
        ]
      },
      {
        "id": "CC6.6",
        "also": [],
        "summary": "Access from outside the boundary is controlled",
        "procedures": [
          "vendors.contracts-sound",
          "logs.failed-attempts-limited",
          "admins.guests-unprivileged"
        ]
      },
      {
        "id": "CC6.7",
        "also": [],
        "summary": "Movement of information out of the company is limited to those allowed",
        "procedures": [
          "logs.downloads-limited"
        ]
      },
      {
        "id": "CC7.2",
        "also": [],
        "summary": "Systems are watched for signs of attack, error or misuse",
        "procedures": [
          "logs.failed-attempts-limited",
          "logs.within-hours",
          "logs.activity-usual",
          "logs.downloads-limited",
          "roles.escalations-justified",
          "trail.chain-intact",
          "trail.retention-locked",
          "retention.objects-locked",
          "trail.logs-continuous",
          "logs.location-usual",
          "admins.actions-reviewed"
        ]
      },
      {
        "id": "CC7.4",
        "also": [],
        "summary": "Incidents are responded to by a defined procedure",
        "procedures": [
          "remediation.credentials-rotated",
          "remediation.dormant-disabled"
        ]
      },
      {
        "id": "CC8.1",
        "also": [],
        "summary": "Changes are authorised, approved and recorded",
        "procedures": [
          "policy.well-formed",
          "sod.actions-approved",
          "roles.escalations-justified"
        ]
      },
      {
        "id": "CC9.2",
        "also": [],
        "summary": "Risks of vendors and partners are managed",
        "procedures": [
          "vendors.contracts-sound",
          "vendors.use-covered"
        ]
      }
    ]
  },
  {
    "id": "sox",
    "name": "SOX",
    "edition": "Sarbanes-Oxley Act of 2002, sections 404 and 802",
    "note": "Section 302 is the certification by officers; control over access and over records fits 404 and 802 better.",
    "requirements": [
      {
        "id": "404 access",
        "also": [],
        "summary": "Access to systems of financial reporting is given, changed and removed under control",
        "procedures": [
          "policy.access-matches",
          "policy.coverage-ties",
          "exceptions.approved-independently",
          "exceptions.expired-removed",
          "exceptions.approver-in-charge",
          "changes.leavers-revoked",
          "databases.roles-limited",
          "changes.leavers-inactive",
          "requests.approved-first",
          "requests.grants-asked-for",
          "changes.movers-complete"
        ]
      },
      {
        "id": "404 review",
        "also": [],
        "summary": "Access to systems of financial reporting is reviewed, and the result is carried out",
        "procedures": [
          "reviews.items-decided",
          "reviews.reviewers-independent",
          "reviews.revocations-effective",
          "schedule.audits-performed",
          "reviews.items-complete",
          "reviews.answers-followed",
          "reviews.reviewers-attentive",
          "reviews.reminders-sent"
        ]
      },
      {
        "id": "404 segregation",
        "also": [],
        "summary": "Incompatible duties are kept apart",
        "procedures": [
          "sod.roles-separate",
          "sod.acceptances-current",
          "sod.resources-separate",
          "sod.actions-approved"
        ]
      },
      {
        "id": "404 privileged",
        "also": [],
        "summary": "Privileged access is limited and watched",
        "procedures": [
          "admins.access-sound",
          "accounts.people-sound",
          "roles.escalations-justified",
          "admins.system-rights-limited",
          "admins.emergency-explained",
          "admins.actions-reviewed"
        ]
      },
      {
        "id": "802",
        "also": [],
        "summary": "Records that an audit rests on are kept and not altered",
        "procedures": [
          "trail.chain-intact",
          "trail.retention-locked",
          "retention.objects-locked"
        ]
      }
    ]
  }
];
