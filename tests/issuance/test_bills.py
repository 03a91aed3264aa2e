from proofs.kit import bills, joint
from proofs.kit.hall import Hall
from chalicelib.cases.acts.lookup import item_of
def test_x(hall: Hall):
    request = bills.charging_request(hall)
    print(joint.states(hall, request))
    for n in bills.CHARGES:
        c=joint.of_member(hall,request,n)
        i=item_of(hall.platform,c)
        print(n,c.item_version,i.fee)
    bills.order(hall, request, *bills.CHARGES)
    b = bills.bill(hall, request)
    print(b.no, [ (l.node,l.order.no,l.order.fen) for l in b.lines])
    assert 0
