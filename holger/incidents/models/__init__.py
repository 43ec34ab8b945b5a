from holger.incidents.models.decisions import CaseMeasures, Decision
from holger.incidents.models.incident import Incident
from holger.incidents.models.law import Agreement, CaseAgreements, LegalProfile, OwnRecipient, OwnRule
from holger.incidents.models.moments import Moment
from holger.incidents.models.notices import CaseAnswers, LateReason, LetterDraft, SentNotice
