"""Until when an authorisation is kept (保管期限). Pure.

No law names a term for records of authorisations. Claims because of what an agent did are barred three years later
(民法典188), and names are not kept longer than they are needed (个人信息保护法19, 47). What proves acts on cases that
are still kept is kept with these cases.
"""

from datetime import date

from chalicelib.clock.years import years_later
from chalicelib.consents.model.authorisation import Authorisation

YEARS = 3
BASIS = (
    "委托结束（被终止、未被接受或者到期）后保管三年：民法典第一百八十八条的诉讼时效为三年；"
    "法律没有规定委托记录的保管年数，为平台自定。委托人的办件凭该委托办理过、仍在保管的，委托保管至该办件销毁"
)


def ended_on(authorisation: Authorisation) -> date:
    """The day on which one side ended it, or else its last day."""
    ended = authorisation.ended_at
    return min(ended.date(), authorisation.ends) if authorisation.over and ended else authorisation.ends


def kept_until(authorisation: Authorisation) -> date:
    """The last day on which it is kept at least; of one that still runs, if nobody ends it before its last day."""
    return years_later(ended_on(authorisation), YEARS)


def is_over(authorisation: Authorisation, today: date) -> bool:
    """Whether the term is over. A case that is kept keeps it longer."""
    return today > kept_until(authorisation)
